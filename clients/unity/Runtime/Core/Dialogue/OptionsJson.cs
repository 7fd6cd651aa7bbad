using System.Collections.Generic;

namespace Npcgen
{
    /// <summary>Options as ChatRequest, NotifyRequest and RegenerateRequest have them.</summary>
    internal static class OptionsJson
    {
        internal static JsonWriter Options(this JsonWriter json, ReplyOptions options)
        {
            if (options == null)
            {
                return json;
            }
            if (options.Scene != null)
            {
                json.Field("scene").Text(options.Scene);
            }
            if (options.State != null)
            {
                json.Field("state");
                State(json, options.State);
            }
            Limits(json, options);
            if (options.Sampling != null)
            {
                json.Field("sampling");
                options.Sampling.Write(json);
            }
            Actions(json, options.Actions);
            Things(json, "objects", options.Objects);
            Things(json, "characters", options.Characters);
            return json.Optional("maxActions", options.MaxActions);
        }

        internal static JsonWriter Optional(this JsonWriter json, string name, double? value)
        {
            return value == null ? json : json.Field(name).Number(value.Value);
        }

        internal static JsonWriter Optional(this JsonWriter json, string name, string value)
        {
            return string.IsNullOrEmpty(value) ? json : json.Field(name).Text(value);
        }

        internal static JsonWriter Texts(this JsonWriter json, string name, IEnumerable<string> values)
        {
            if (values == null)
            {
                return json;
            }
            json.Field(name).BeginArray();
            foreach (string value in values)
            {
                json.Text(value);
            }
            return json.EndArray();
        }

        internal static void State(JsonWriter json, GameState state)
        {
            json.BeginObject().Optional("place", state.Place);
            if (state.Quests != null)
            {
                json.Field("quests").BeginObject();
                foreach (KeyValuePair<string, uint> quest in state.Quests)
                {
                    json.Field(quest.Key).Number(quest.Value);
                }
                json.EndObject();
            }
            json.Texts("items", state.Items).Texts("flags", state.Flags);
            json.Optional("time", state.Time).Optional("playId", state.PlayId).EndObject();
        }

        private static void Limits(JsonWriter json, ReplyOptions options)
        {
            json.Field("limits").BeginObject();
            json.Optional("maxTokens", options.MaxTokens).Optional("timeoutMs", options.TimeoutMs);
            if (options.FallbackLine != null)
            {
                json.Field("fallbackLine").Bool(options.FallbackLine.Value);
            }
            if (options.MaxTokensPerS > 0)
            {
                json.Field("maxTokensPerS").Number(options.MaxTokensPerS);
            }
            json.EndObject();
        }

        private static void Actions(JsonWriter json, IList<NpcAction> actions)
        {
            if (actions == null)
            {
                return;
            }
            json.Field("actions").BeginArray();
            foreach (NpcAction action in actions)
            {
                json.BeginObject().Field("name").Text(action.Name).Optional("description", action.Description);
                json.Optional("schemaJson", action.SchemaJson).Texts("when", action.When).EndObject();
            }
            json.EndArray();
        }

        private static void Things(JsonWriter json, string name, IList<GameThing> things)
        {
            if (things == null)
            {
                return;
            }
            json.Field(name).BeginArray();
            foreach (GameThing thing in things)
            {
                json.BeginObject().Field("id").Text(thing.Id).Field("name").Text(thing.Name);
                json.Optional("kind", thing.Kind).EndObject();
            }
            json.EndArray();
        }
    }
}
