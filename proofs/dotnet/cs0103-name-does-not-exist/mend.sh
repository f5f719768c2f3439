# Moves the declaration out of the inner block.
sed -i -e "s/{ int found = 5; }/int found = 5;/" App.cs
