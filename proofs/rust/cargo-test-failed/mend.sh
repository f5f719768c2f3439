# The output of the one test says what is wrong.
sed -i 's/{ 1 }/{ 2 }/' src/lib.rs
