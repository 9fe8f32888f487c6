using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;

namespace Gateway.Recording;

/// <summary>Speaks with the bucket; what goes wrong comes as an <see cref="IOException"/> in words for an operator.</summary>
internal sealed class S3Bucket(S3Options options) : IDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    private readonly Lock _lock = new();
    private AmazonS3Client? _client;

    /// <summary>Stores a file.</summary>
    public Task PutAsync(string name, byte[] bytes, CancellationToken cancellation) => AskAsync(async client =>
    {
        using var stream = new MemoryStream(bytes);
        // Signed as one piece: not every server knows the chunks that Amazon's does.
        var request = new PutObjectRequest { BucketName = options.Bucket, Key = options.Prefix + name, InputStream = stream, UseChunkEncoding = false, ContentType = "application/octet-stream" };
        return await client.PutObjectAsync(request, cancellation);
    }, cancellation);

    /// <summary>Fetches a file; null if there is none.</summary>
    public Task<byte[]?> GetAsync(string name, CancellationToken cancellation) => AskAsync<byte[]?>(async client =>
    {
        try
        {
            using var answer = await client.GetObjectAsync(new GetObjectRequest { BucketName = options.Bucket, Key = options.Prefix + name }, cancellation);
            using var bytes = new MemoryStream();
            await answer.ResponseStream.CopyToAsync(bytes, cancellation);
            return bytes.ToArray();
        }
        catch (AmazonS3Exception exception) when (exception.ErrorCode is "NoSuchKey" or "NotFound")
        {
            return null;
        }
    }, cancellation);

    /// <summary>Removes a file.</summary>
    public Task DeleteAsync(string name, CancellationToken cancellation) =>
        AskAsync(client => client.DeleteObjectAsync(new DeleteObjectRequest { BucketName = options.Bucket, Key = options.Prefix + name }, cancellation), cancellation);

    /// <summary>What lies directly below a name that ends in a slash, or is empty: files, and folders without their slash.</summary>
    public async Task<(IReadOnlyList<StoredFile> Files, IReadOnlyList<string> Folders)> ListAsync(string below, CancellationToken cancellation)
    {
        List<StoredFile> files = [];
        List<string> folders = [];
        string prefix = options.Prefix + below;
        string? next = null;
        do
        {
            string? token = next;
            var answer = await AskAsync(client => client.ListObjectsV2Async(new ListObjectsV2Request { BucketName = options.Bucket, Prefix = prefix, Delimiter = "/", ContinuationToken = token }, cancellation), cancellation);
            files.AddRange((answer.S3Objects ?? []).Select(found => new StoredFile(found.Key[prefix.Length..], found.Size ?? 0)));
            folders.AddRange((answer.CommonPrefixes ?? []).Select(found => found[prefix.Length..].TrimEnd('/')));
            next = answer.IsTruncated == true ? answer.NextContinuationToken : null;
        }
        while (next is not null);
        return (files, folders);
    }

    /// <inheritdoc/>
    public void Dispose() => _client?.Dispose();

    private async Task<T> AskAsync<T>(Func<AmazonS3Client, Task<T>> ask, CancellationToken cancellation)
    {
        AmazonS3Client? client = null;
        try
        {
            client = Client();
            return await ask(client);
        }
        catch (AmazonS3Exception exception)
        {
            if (exception.StatusCode == System.Net.HttpStatusCode.Forbidden) Renew(client);
            throw new IOException(WordsOf(exception), exception);
        }
        // A server that is away comes as many things, depending on where the way to it ends.
        catch (Exception exception) when (exception is not IOException && !cancellation.IsCancellationRequested)
        {
            throw new IOException($"The store cannot be reached: {exception.GetBaseException().Message}", exception);
        }
    }

    // The servers' own words may hold the request with its signature.
    private string WordsOf(AmazonS3Exception exception) => exception.ErrorCode switch
    {
        "InvalidAccessKeyId" => "The store does not know the access key.",
        "SignatureDoesNotMatch" => "The store refuses the secret key: it does not belong to the access key.",
        "NoSuchBucket" => $"The store has no bucket {options.Bucket}.",
        "AccessDenied" or "Forbidden" => $"The store does not let this access key use the bucket {options.Bucket}.",
        "RequestTimeTooSkewed" => "The store's clock and this node's are too far apart.",
        var code => $"The store answered {(int)exception.StatusCode} {code}.",
    };

    private AmazonS3Client Client()
    {
        lock (_lock)
        {
            if (_client is { } client) return client;
            var config = new AmazonS3Config
            {
                AuthenticationRegion = options.Region,
                ForcePathStyle = options.Endpoint is not null,
                Timeout = Timeout,
                MaxErrorRetry = 2,
                // Checksums beyond the signature's are Amazon's own; other servers take them for a part of the file.
                RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
                ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
            };
            if (options.Endpoint is { } endpoint) config.ServiceURL = endpoint.AbsoluteUri;
            else config.RegionEndpoint = Amazon.RegionEndpoint.GetBySystemName(options.Region);
            return _client = new AmazonS3Client(new BasicAWSCredentials(options.AccessKey().Trim(), options.SecretKey().Trim()), config);
        }
    }

    // The files may hold other keys by the next time.
    private void Renew(AmazonS3Client? refused)
    {
        lock (_lock)
            if (_client == refused) _client = null;
    }
}
