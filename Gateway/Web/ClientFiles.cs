using Microsoft.Extensions.FileProviders;

namespace Gateway.Web;

/// <summary>The built web client's scripts, styles and pictures.</summary>
internal static class ClientFiles
{
    public static void Use(IApplicationBuilder app, string folder) => app.UseStaticFiles(new StaticFileOptions
    {
        FileProvider = new PhysicalFileProvider(Path.GetFullPath(folder)),
        OnPrepareResponse = static file =>
        {
            // Names under assets/ hold a hash of the content; the templates beside them are for the server only.
            bool hashed = file.Context.Request.Path.StartsWithSegments("/assets", StringComparison.Ordinal);
            file.Context.Response.Headers.CacheControl = hashed ? "public, max-age=31536000, immutable" : "public, max-age=3600";
        },
    });
}
