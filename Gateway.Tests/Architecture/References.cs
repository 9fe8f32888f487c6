using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Gateway.Tests.Architecture;

/// <summary>One type of the product uses another type.</summary>
/// <param name="From">Full name of the outermost using type.</param>
/// <param name="To">Full name of the outermost used type.</param>
internal readonly record struct Reference(string From, string To)
{
    public string FromNamespace => Namespace(From);

    public string ToNamespace => Namespace(To);

    private static string Namespace(string name) => name.LastIndexOf('.') is >= 0 and var dot ? name[..dot] : "";
}

/// <summary>
/// Which types use which, read from the compiled product: base types, interfaces, signatures, attributes and every
/// instruction. Unlike a search for <c>using</c> it sees full names, <c>var</c> and extension methods.
/// </summary>
internal sealed class References
{
    private readonly MetadataReader _metadata;
    private readonly HashSet<Reference> _found = [];
    private string _from = "";

    private References(PEReader file)
    {
        _metadata = file.GetMetadataReader();
        var names = new TypeNames(_metadata, name => _found.Add(new Reference(_from, name)));
        foreach (var handle in _metadata.TypeDefinitions) Walk(file, handle, names);
    }

    public static IReadOnlySet<Reference> Of(string assembly)
    {
        using var file = new PEReader(File.OpenRead(assembly));
        return new References(file)._found;
    }

    private void Walk(PEReader file, TypeDefinitionHandle handle, TypeNames names)
    {
        var type = _metadata.GetTypeDefinition(handle);
        _from = names.Of(handle);
        names.Visit(type.BaseType);
        foreach (var implemented in type.GetInterfaceImplementations()) names.Visit(_metadata.GetInterfaceImplementation(implemented).Interface);
        foreach (var attribute in type.GetCustomAttributes()) names.Visit(_metadata.GetCustomAttribute(attribute).Constructor);
        foreach (var field in type.GetFields()) _metadata.GetFieldDefinition(field).DecodeSignature(names, null);
        foreach (var property in type.GetProperties()) _metadata.GetPropertyDefinition(property).DecodeSignature(names, null);
        foreach (var methodHandle in type.GetMethods())
        {
            var method = _metadata.GetMethodDefinition(methodHandle);
            method.DecodeSignature(names, null);
            foreach (var attribute in method.GetCustomAttributes()) names.Visit(_metadata.GetCustomAttribute(attribute).Constructor);
            if (method.RelativeVirtualAddress == 0) continue;
            var body = file.GetMethodBody(method.RelativeVirtualAddress);
            if (!body.LocalSignature.IsNil) _metadata.GetStandaloneSignature(body.LocalSignature).DecodeLocalSignature(names, null);
            foreach (var token in Instructions.Tokens(body.GetILReader())) names.Visit(token);
        }
    }
}
