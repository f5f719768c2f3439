sed -i 's/order/"order"/' query.sql
