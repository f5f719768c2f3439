const photo = 'data:image/png;base64,' + 'A'.repeat(3000000);
localStorage.setItem('photo-1', photo);
localStorage.setItem('photo-2', photo);
console.log('stored');
