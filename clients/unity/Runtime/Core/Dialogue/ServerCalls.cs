namespace Npcgen
{
    /// <summary>What a game asks of the server as a whole.</summary>
    public sealed class ServerCalls
    {
        private const string Service = "npcgen.v1.ModelService/";
        private const int TimeoutMs = 5000;

        private readonly Connection connection;

        public ServerCalls(Connection connection)
        {
            this.connection = connection;
        }

        /// <summary>What the server is and does.</summary>
        public Pending<ServerInfo> Info()
        {
            return Ask("GetServerInfo", Nothing(), ServerInfo.Read);
        }

        /// <summary>
        /// Answers once NPCs can speak: for a loading screen. DEADLINE_EXCEEDED when that takes longer,
        /// and at once whatever waiting doesn't help against, such as KEY_WRONG.
        /// </summary>
        public Pending<ServerInfo> WaitReady(int timeoutMs = 60000)
        {
            return connection.Unary(
                Service + "GetServerInfo", Nothing(), ServerInfo.ReadReady, Retry.Patient(connection.Random), timeoutMs);
        }

        /// <summary>How much of the machine all replies together may take, from now on.</summary>
        /// <param name="maxTokensPerS">Null: as it is; 0 for no limit.</param>
        /// <param name="cpuShare">0.01..1 of the time; null: as it is.</param>
        /// <param name="paused">True stops decoding, for a cut scene or a loading screen; null: as it is.</param>
        public Pending<bool> SetPace(double? maxTokensPerS = null, double? cpuShare = null, bool? paused = null)
        {
            JsonWriter request = new JsonWriter().BeginObject().Field("pace").BeginObject();
            request.Optional("maxTokensPerS", maxTokensPerS).Optional("cpuShare", cpuShare);
            if (paused != null)
            {
                request.Field("paused").Bool(paused.Value);
            }
            return Ask("SetPace", request.EndObject().EndObject(), Answers.ReadNothing);
        }

        private static JsonWriter Nothing()
        {
            return new JsonWriter().BeginObject().EndObject();
        }

        private Pending<T> Ask<T>(string method, JsonWriter request, System.Func<JsonReader, T> read)
        {
            return connection.Unary(Service + method, request, read, Retry.DefaultAttempts, TimeoutMs);
        }
    }
}
