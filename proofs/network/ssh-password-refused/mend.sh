cat user.pub >> authorized
