python3 - <<'END'
lines = open('app.py').read().split('\n')
at = next(i for i, line in enumerate(lines) if line.startswith('mp.set'))
lines[at:] = ["if __name__ == '__main__':"] + ['    ' + line for line in lines[at:] if line]
open('app.py', 'w').write('\n'.join(lines) + '\n')
END
