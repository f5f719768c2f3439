aws configure lst
