# An app password in place of the account's.
sed -i "s/'account password'/'abcd efgh ijkl mnop'/" app.py
