using System;

namespace Npcgen
{
    /// <summary>
    /// An error as Connect sends it: {code, message, details: [{type, value}]}, where a value is a
    /// google.rpc message in base64. See npcgen/status.py for which ones are sent.
    /// </summary>
    internal static class ConnectError
    {
        /// <summary>Reads the object that comes next; null where it has no code.</summary>
        internal static Failure Read(JsonReader json)
        {
            string code = "";
            string message = "";
            var details = new Details();
            json.BeginObject();
            while (json.NextField())
            {
                if (json.FieldIs("code") && json.AtString())
                {
                    code = json.ReadString();
                }
                else if (json.FieldIs("message") && json.AtString())
                {
                    message = json.ReadString();
                }
                else if (json.FieldIs("details"))
                {
                    ReadDetails(json, details);
                }
                else
                {
                    json.Skip();
                }
            }
            return code.Length == 0 ? null : details.ToFailure(code, message);
        }

        private static void ReadDetails(JsonReader json, Details details)
        {
            json.BeginArray();
            while (json.NextItem())
            {
                string type = "";
                string value = "";
                json.BeginObject();
                while (json.NextField())
                {
                    if (json.FieldIs("type"))
                    {
                        type = json.ReadString();
                    }
                    else if (json.FieldIs("value"))
                    {
                        value = json.ReadString();
                    }
                    else
                    {
                        json.Skip();
                    }
                }
                details.Add(type, value);
            }
        }

        private sealed class Details
        {
            private string reason = "";
            private string field = "";
            private int retryAfterMs;

            internal void Add(string type, string value)
            {
                var detail = new ProtoReader(Decoded(value));
                switch (type)
                {
                    case "google.rpc.ErrorInfo":
                        reason = TextOf(detail, 1);
                        break;
                    case "google.rpc.RetryInfo":
                        retryAfterMs = Delay(detail);
                        break;
                    case "google.rpc.BadRequest":
                        field = FirstField(detail);
                        break;
                }
            }

            internal Failure ToFailure(string code, string message)
            {
                string named = reason.Length > 0 ? reason : code.ToUpperInvariant();
                return new Failure(code, named, message, field, retryAfterMs);
            }

            // The padding is left out on the way.
            private static byte[] Decoded(string value)
            {
                int whole = (value.Length + 3) / 4 * 4;
                try
                {
                    return Convert.FromBase64String(value.PadRight(whole, '='));
                }
                catch (FormatException)
                {
                    return Array.Empty<byte>();
                }
            }

            private static string TextOf(ProtoReader message, int number)
            {
                string text = "";
                while (message.Next())
                {
                    text = message.Field == number ? message.Text : text;
                }
                return text;
            }

            private static int Delay(ProtoReader retryInfo)
            {
                double ms = 0;
                while (retryInfo.Next())
                {
                    ProtoReader duration = retryInfo.Message;
                    while (retryInfo.Field == 1 && duration.Next())
                    {
                        ms += duration.Field == 1 ? duration.Number * 1e3 : duration.Number / 1e6;
                    }
                }
                return (int)Math.Max(0, Math.Min(ms, int.MaxValue));
            }

            private static string FirstField(ProtoReader badRequest)
            {
                while (badRequest.Next())
                {
                    if (badRequest.Field == 1)
                    {
                        return TextOf(badRequest.Message, 1);
                    }
                }
                return "";
            }
        }
    }
}
