sed -i 's/cross_validation/model_selection/' app.py
