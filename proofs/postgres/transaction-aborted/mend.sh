printf 'BEGIN;\nSELECT 1;\nCOMMIT;\n' > query.sql
