# Names the repository of the package.
sed -i 's|{ "packagist.org": false }|{ "packagist.org": false }, { "type": "path", "url": "greet" }|' composer.json
