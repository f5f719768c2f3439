# Uses the method's name.
sed -i 's/runs()/run()/' app.php
