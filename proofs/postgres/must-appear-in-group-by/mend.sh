sed -i 's/age,/max(age),/' query.sql
