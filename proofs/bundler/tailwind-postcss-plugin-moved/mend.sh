# The new plugin stands in the place of the old one.
sed -i "s|tailwindcss: {}|'@tailwindcss/postcss': {}|" postcss.config.mjs
