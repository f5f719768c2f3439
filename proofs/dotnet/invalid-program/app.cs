using System;
using System.Reflection.Emit;

class App
{
    static void Main()
    {
        var method = new DynamicMethod("total", typeof(int), new[] { typeof(int), typeof(int) });
        var il = method.GetILGenerator();
        il.Emit(OpCodes.Add);
        il.Emit(OpCodes.Ret);
        var total = (Func<int, int, int>)method.CreateDelegate(typeof(Func<int, int, int>));
        Console.WriteLine(total(20, 22));
    }
}
