# Handles the absence.
sed -i 's/s.length/s?.length/' app.ts
