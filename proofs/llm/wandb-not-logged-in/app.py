import wandb

run = wandb.init(project='demo', settings=wandb.Settings(console='off'))
run.log({'loss': 1})
run.finish()
print('logged')
