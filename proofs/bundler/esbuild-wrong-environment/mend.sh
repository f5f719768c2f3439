sed -i '1i /** @jest-environment node */' src/build.test.js
