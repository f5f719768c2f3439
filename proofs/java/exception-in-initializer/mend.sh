# The Caused by names it: the number is written rightly.
sed -i 's/"x"/"1"/' Conf.java
