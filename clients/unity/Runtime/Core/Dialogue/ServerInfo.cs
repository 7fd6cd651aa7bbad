namespace Npcgen
{
    /// <summary>What a server is and does.</summary>
    public sealed class ServerInfo
    {
        /// <summary>npcgen's, to compare with the one that a game was tested with: "0.1.0".</summary>
        public string Version { get; private set; } = "";

        /// <summary>The default model's name.</summary>
        public string Model { get; private set; } = "";

        /// <summary>Whether that model can speak.</summary>
        public bool IsReady { get; private set; }

        /// <summary>Replies being generated.</summary>
        public uint ActiveReplies { get; private set; }

        /// <summary>Replies that wait for a slot.</summary>
        public uint QueuedReplies { get; private set; }

        /// <summary>True while it finishes what it has and takes nothing new.</summary>
        public bool IsDraining { get; private set; }

        internal static ServerInfo Read(JsonReader json)
        {
            var info = new ServerInfo();
            json.BeginObject();
            while (json.NextField())
            {
                info.ReadField(json);
            }
            return info;
        }

        /// <summary>Throws <see cref="Failure"/>, MODEL_LOADING, where it isn't ready.</summary>
        internal static ServerInfo ReadReady(JsonReader json)
        {
            ServerInfo info = Read(json);
            return info.IsReady ? info : throw new Failure("unavailable", "MODEL_LOADING", "'" + info.Model + "' can't speak yet");
        }

        private void ReadField(JsonReader json)
        {
            if (json.FieldIs("version"))
            {
                Version = json.ReadString();
            }
            else if (json.FieldIs("model"))
            {
                ReadModel(json);
            }
            else if (json.FieldIs("activeReplies"))
            {
                ActiveReplies = json.ReadUInt();
            }
            else if (json.FieldIs("queuedReplies"))
            {
                QueuedReplies = json.ReadUInt();
            }
            else if (json.FieldIs("draining"))
            {
                IsDraining = json.ReadBool();
            }
            else
            {
                json.Skip();
            }
        }

        private void ReadModel(JsonReader json)
        {
            json.BeginObject();
            while (json.NextField())
            {
                if (json.FieldIs("name"))
                {
                    Model = json.ReadString();
                }
                else if (json.FieldIs("state") && json.AtString())
                {
                    IsReady = json.ReadString() == "MODEL_STATE_LOADED";
                }
                else
                {
                    json.Skip();
                }
            }
        }
    }
}
