namespace Gateway.Credentials;

/// <summary>A credential cannot be read, kept or used. The message is a sentence for people, names the step, and holds no secret.</summary>
public sealed class CredentialException(string message, Exception? inner = null) : Exception(message, inner);
