# Joins before the thread object dies.
sed -i '3a\    t.join();' main.cpp
