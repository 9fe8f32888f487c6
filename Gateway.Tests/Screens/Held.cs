using System.Reflection;
using System.Runtime.CompilerServices;

namespace Gateway.Tests.Screens;

/// <summary>What an object keeps in memory, counted by following its fields. Unlike the size of the whole heap it depends on no other test.</summary>
internal static class Held
{
    private const BindingFlags Fields = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    /// <summary>Bytes of everything that can be reached from an object, but for types and delegates, which belong to the program; headers are left out.</summary>
    public static long Bytes(object root)
    {
        HashSet<object> seen = new(ReferenceEqualityComparer.Instance) { root };
        Stack<object> left = new(seen);
        long bytes = 0;
        while (left.TryPop(out var one))
        {
            bytes += one switch
            {
                string text => 2L * text.Length,
                Array array => (long)array.Length * SizeOf(array.GetType().GetElementType()!),
                _ => FieldsOf(one.GetType()).Sum(field => (long)SizeOf(field.FieldType)),
            };
            foreach (object? next in Within(one))
                if (next is not (null or Pointer or Type or MemberInfo or Delegate) && seen.Add(next)) left.Push(next);
        }
        return bytes;
    }

    // A structure is no object of its own: what it refers to is followed from a copy.
    private static IEnumerable<object?> Within(object one) => one switch
    {
        string => [],
        Array array => RefersOn(array.GetType().GetElementType()!) ? array.Cast<object?>() : [],
        _ => FieldsOf(one.GetType()).Where(field => RefersOn(field.FieldType)).Select(field => field.GetValue(one)),
    };

    private static bool RefersOn(Type type) => !type.IsPrimitive && !type.IsEnum && !type.IsPointer && (!type.IsValueType || FieldsOf(type).Any(field => RefersOn(field.FieldType)));

    private static IEnumerable<FieldInfo> FieldsOf(Type type)
    {
        for (var level = type; level is not null; level = level.BaseType)
            foreach (var field in level.GetFields(Fields)) yield return field;
    }

    private static int SizeOf(Type type) => type.IsValueType ? RuntimeHelpers.SizeOf(type.TypeHandle) : IntPtr.Size;
}
