sed -i '1s|.*|#!/usr/bin/env python3|' tool
