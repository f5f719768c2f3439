# Says that the platform is meant.
echo linux/arm64 > platform
