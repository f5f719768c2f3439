sed -i "s/\"bob\"/'bob'/" query.sql
