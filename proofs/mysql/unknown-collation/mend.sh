sed -i 's/utf8mb4_0900_zz_ci/utf8mb4_unicode_ci/' query.sql
