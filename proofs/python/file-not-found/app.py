with open('out/log.txt', 'w') as f:
    f.write('done')
