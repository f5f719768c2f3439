# The newer Flask-SQLAlchemy comes first.
echo 'export PYTHONPATH=$PWD/new' > env
