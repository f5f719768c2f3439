echo "SELECT 1 AS rank_, 2 AS \`groups\`;" > query.sql
