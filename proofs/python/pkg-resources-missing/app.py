import pkg_resources

print(pkg_resources.parse_version("1.0"))
