cd up && git config receive.denyCurrentBranch updateInstead
