export declare const Isolation: Readonly<Record<string, string>>;
export declare const Open: Readonly<Record<string, string>>;
export declare const ScriptPolicy: string;
