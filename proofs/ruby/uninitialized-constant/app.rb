puts Date.today.year
