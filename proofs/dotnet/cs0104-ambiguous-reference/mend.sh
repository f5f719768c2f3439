sed -i '1i using Timer = System.Timers.Timer;' app.cs
