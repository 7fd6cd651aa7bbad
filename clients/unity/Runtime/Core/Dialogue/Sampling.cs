using System.Collections.Generic;

namespace Npcgen
{
    /// <summary>How the next token is chosen. What isn't set has the default that the model's file recommends.</summary>
    public sealed class Sampling
    {
        /// <summary>Same seed, prompt and model: same reply.</summary>
        public uint? Seed { get; set; }

        /// <summary>0..2; 0 always takes the likeliest token.</summary>
        public double? Temperature { get; set; }

        /// <summary>Only the k likeliest tokens, 0..1000; 0 turns it off.</summary>
        public int? TopK { get; set; }

        /// <summary>Only the likeliest tokens that make up this probability, 0.001..1.</summary>
        public double? TopP { get; set; }

        /// <summary>Only tokens at least this likely relative to the likeliest, 0..1.</summary>
        public double? MinP { get; set; }

        /// <summary>Only tokens about as surprising as is typical here, up to this probability, 0.001..1.</summary>
        public double? TypicalP { get; set; }

        /// <summary>Divides the score of tokens seen lately, 1..2; 1 turns it off.</summary>
        public double? RepeatPenalty { get; set; }

        /// <summary>How many of the reply's last tokens the three penalties look at, 0..1024.</summary>
        public int? RepeatWindow { get; set; }

        /// <summary>Taken from a token's score for each time it was said in the window, 0..2.</summary>
        public double? FrequencyPenalty { get; set; }

        /// <summary>Taken once from the score of a token that was said in the window, 0..2.</summary>
        public double? PresencePenalty { get; set; }

        /// <summary>Against repeated phrases, 0..5; 0.8 is a good start, 0 turns it off.</summary>
        public double? DryMultiplier { get; set; }

        /// <summary>The factor of that for each token that the phrase is longer, 1..4.</summary>
        public double? DryBase { get; set; }

        /// <summary>Tokens of a phrase that may be repeated freely, 1..64.</summary>
        public int? DryAllowedLength { get; set; }

        /// <summary>How many of the reply's last tokens a phrase is looked for in, 0..4096.</summary>
        public int? DryWindow { get; set; }

        /// <summary>How often the likeliest tokens are left out, for less predictable lines, 0..1.</summary>
        public double? XtcProbability { get; set; }

        /// <summary>Those likelier than this are left out but the least likely of them, 0..0.5.</summary>
        public double? XtcThreshold { get; set; }

        /// <summary>The surprise to hold, in bits, 0..10, in place of the top, typical, min and XTC ones.</summary>
        public double? MirostatTau { get; set; }

        /// <summary>How fast that corrects itself, 0.001..1.</summary>
        public double? MirostatEta { get; set; }

        /// <summary>
        /// Texts, each one token of the model, and what is added to its score, -100..100; -100 bans it. At
        /// most 64; most words are tokens with the space before them: " gold".
        /// </summary>
        public IDictionary<string, double> LogitBias { get; set; }

        internal void Write(JsonWriter json)
        {
            json.BeginObject().Optional("seed", Seed).Optional("temperature", Temperature).Optional("topK", TopK);
            json.Optional("topP", TopP).Optional("minP", MinP).Optional("typicalP", TypicalP);
            json.Optional("repeatPenalty", RepeatPenalty).Optional("repeatWindow", RepeatWindow);
            json.Optional("frequencyPenalty", FrequencyPenalty).Optional("presencePenalty", PresencePenalty);
            json.Optional("dryMultiplier", DryMultiplier).Optional("dryBase", DryBase);
            json.Optional("dryAllowedLength", DryAllowedLength).Optional("dryWindow", DryWindow);
            json.Optional("xtcProbability", XtcProbability).Optional("xtcThreshold", XtcThreshold);
            json.Optional("mirostatTau", MirostatTau).Optional("mirostatEta", MirostatEta);
            if (LogitBias != null)
            {
                json.Field("logitBias").BeginObject();
                foreach (KeyValuePair<string, double> bias in LogitBias)
                {
                    json.Field(bias.Key).Number(bias.Value);
                }
                json.EndObject();
            }
            json.EndObject();
        }
    }
}
