SELECT ''::int;
