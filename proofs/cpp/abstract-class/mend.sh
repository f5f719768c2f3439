# Overrides exactly.
sed -i 's/void runs() {}/void run() override {}/' main.cpp
