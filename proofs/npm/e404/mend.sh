# The registry knows the right name.
npm view tool version && sed -i 's/toool/tool/' package.json
