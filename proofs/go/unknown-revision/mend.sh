# Uses a version that agrees with the path.
sed -i 's/v2.0.0/v1.0.0/' go.mod
