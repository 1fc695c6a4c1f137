using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

var app = WebApplication.CreateBuilder(args).Build();

// Lettr may deliver an event twice. A unique column in your database also remembers it after a restart.
var seen = new ConcurrentDictionary<string, bool>();

app.MapPost("/webhooks/lettr", async (HttpRequest request) =>
{
    if (!IsAuthorized(request.Headers.Authorization.ToString()))
    {
        request.HttpContext.Response.Headers.WWWAuthenticate = "Basic";
        return Results.StatusCode(401);
    }
    JsonElement batch;
    try
    {
        batch = await request.ReadFromJsonAsync<JsonElement>();
    }
    catch (JsonException)
    {
        return Results.StatusCode(400);
    }
    // Answer first: Lettr waits about 10 seconds, and sends the batch again unless it gets a 200.
    _ = Task.Run(() => Receive(batch));
    return Results.StatusCode(200);
});

app.Run();

// Compares the whole header in constant time; a password may contain a colon.
static bool IsAuthorized(string header)
{
    var username = Environment.GetEnvironmentVariable("WEBHOOK_USERNAME");
    var password = Environment.GetEnvironmentVariable("WEBHOOK_PASSWORD");
    if (string.IsNullOrEmpty(username) || string.IsNullOrEmpty(password)) return false;
    var expected = "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{username}:{password}"));
    return CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(header), Encoding.UTF8.GetBytes(expected));
}

void Receive(JsonElement batch)
{
    if (batch.ValueKind != JsonValueKind.Array) return;
    foreach (var envelope in batch.EnumerateArray())
    {
        // Lettr checks an endpoint with an empty msys.
        if (envelope.ValueKind != JsonValueKind.Object || !envelope.TryGetProperty("msys", out var msys)) continue;
        foreach (var wrapper in msys.EnumerateObject())
        {
            var lettrEvent = wrapper.Value;
            if (!seen.TryAdd(lettrEvent.GetProperty("event_id").ToString(), true)) continue;
            // Ignore types you don't know: Lettr may add more.
            if (lettrEvent.GetProperty("type").GetString() == "bounce")
            {
                // Your code: lettrEvent.GetProperty("rcpt_to"), …
            }
        }
    }
}
