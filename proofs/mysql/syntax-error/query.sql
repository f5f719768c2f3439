SELECT 1 AS rank_, 2 AS groups FROM select;
