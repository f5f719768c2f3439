sed -i 's/^\( *\)il.Emit(OpCodes.Add);/\1il.Emit(OpCodes.Ldarg_0);\n\1il.Emit(OpCodes.Ldarg_1);\n&/' app.cs
