SELECT 1 INTO OUTFILE '/tmp/loglore-proof-nowhere';
