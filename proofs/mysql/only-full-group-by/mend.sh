sed -i 's/ age,/ MAX(age),/' query.sql
