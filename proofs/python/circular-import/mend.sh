printf '%s\n' 'beta = 2' '' '' 'def both():' '    from a import alpha' '' '    return alpha + beta' > b.py
