using System.Text;

namespace Npcgen.Driver
{
    /// <summary>One line of stdin.</summary>
    internal sealed class Order
    {
        internal string Id { get; private set; } = "null";

        internal string Do { get; private set; } = "";

        internal string BaseUrl { get; private set; } = "";

        internal string Method { get; private set; } = "";

        internal bool Stream { get; private set; }

        internal string Request { get; private set; } = "{}";

        internal string Key { get; private set; } = "";

        internal int TimeoutMs { get; private set; }

        internal int CancelAfter { get; private set; }

        internal int Retries { get; private set; }

        internal static Order Parse(string line)
        {
            var order = new Order();
            var json = new JsonReader();
            byte[] bytes = Encoding.UTF8.GetBytes(line);
            json.Reset(bytes, 0, bytes.Length);
            json.BeginObject();
            while (json.NextField())
            {
                order.Read(json, json.FieldName());
            }
            json.End();
            return order;
        }

        private void Read(JsonReader json, string field)
        {
            switch (field)
            {
                case "id":
                    Id = json.ReadRaw();
                    break;
                case "do":
                    Do = json.ReadString();
                    break;
                case "base_url":
                    BaseUrl = json.ReadString();
                    break;
                case "method":
                    Method = json.ReadString();
                    break;
                case "stream":
                    Stream = json.ReadBool();
                    break;
                case "request":
                    Request = json.ReadRaw();
                    break;
                case "key":
                    Key = json.ReadString();
                    break;
                case "timeout_ms":
                    TimeoutMs = (int)json.ReadUInt();
                    break;
                case "cancel_after_events":
                    CancelAfter = (int)json.ReadUInt();
                    break;
                case "retries":
                    Retries = (int)json.ReadUInt();
                    break;
                default:
                    json.Skip();
                    break;
            }
        }
    }
}
