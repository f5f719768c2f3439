SELECT 1 / n FROM (VALUES (0)) t(n);
