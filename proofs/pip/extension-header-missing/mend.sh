# Takes the release that has a wheel.
echo queue-client==1.1 > requirement
